import { sqliteTable, text, integer, index, uniqueIndex, numeric, check } from "drizzle-orm/sqlite-core"
import { sql } from "drizzle-orm"
export const users = sqliteTable("users", { id: integer("id").primaryKey(), email: text("email").notNull().unique(), name: text("name").notNull(), role: text("role").default("user"), legacy: integer("legacy"), token: text("token"), created: text("created").default("now").notNull() }, (t) => [check("email_at", sql`${t.email} like '%@%'`)])
export const posts = sqliteTable("posts", { id: integer("id").primaryKey(), userId: integer("user_id").references(() => users.id, { onDelete: "cascade" }), title: text("title").notNull(), price: numeric("price"), views: integer("views").notNull().default(0) }, (t) => [index("posts_user").on(t.userId)])
export const tags = sqliteTable("tags", { id: text("id").primaryKey(), postId: integer("post_id").references(() => posts.id), label: text("label") })
