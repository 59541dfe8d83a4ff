import { sqliteTable, text, integer, index, uniqueIndex, numeric, check } from "drizzle-orm/sqlite-core"
export const users = sqliteTable("users", { id: integer("id").primaryKey(), email: text("email").notNull(), name: text("name"), role: text("role").default("user"), legacy: integer("legacy") })
export const posts = sqliteTable("posts", { id: integer("id").primaryKey(), userId: integer("user_id").references(() => users.id), title: text("title").notNull() })
