import { pgTable, serial, bigint, text, integer, varchar, timestamp, uuid, numeric } from "drizzle-orm/pg-core"
export const users = pgTable("users", { id: serial("id").primaryKey(), email: varchar("email", { length: 40 }).notNull(), name: text("name"), created: timestamp("created", { withTimezone: true }).defaultNow().notNull() })
export const posts = pgTable("posts", { id: serial("id").primaryKey(), userId: integer("user_id").notNull(), title: text("title").notNull(), price: numeric("price", { precision: 10, scale: 2 }), views: bigint("views", { mode: "number" }).notNull().default(0) })
