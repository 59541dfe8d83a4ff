import { pgTable, pgEnum, serial, bigint, text, integer, varchar, boolean, timestamp, index, uniqueIndex, uuid, numeric, check } from "drizzle-orm/pg-core"
import { sql } from "drizzle-orm"
export const role = pgEnum("role", ["user", "admin", "editor"])
export const users = pgTable("users", { id: serial("id").primaryKey(), email: varchar("email", { length: 160 }).notNull().unique(), name: text("name").notNull(), role: role("role").default("user"), legacy: integer("legacy"), token: uuid("token").defaultRandom(), created: timestamp("created", { withTimezone: true }).defaultNow().notNull() }, (t) => [check("email_at", sql`${t.email} like '%@%'`)])
export const posts = pgTable("posts", { id: serial("id").primaryKey(), userId: integer("user_id").references(() => users.id, { onDelete: "cascade" }), title: text("title").notNull(), price: numeric("price", { precision: 8, scale: 2 }), views: integer("views").notNull().default(0) }, (t) => [index("posts_user").on(t.userId)])
export const tags = pgTable("tags", { id: uuid("id").primaryKey().defaultRandom(), postId: integer("post_id").references(() => posts.id), label: text("label") })
