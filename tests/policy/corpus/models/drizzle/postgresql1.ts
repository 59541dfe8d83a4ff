import { pgTable, pgEnum, serial, text, integer, varchar, boolean, timestamp, index } from "drizzle-orm/pg-core"
export const role = pgEnum("role", ["user", "admin"])
export const users = pgTable("users", { id: serial("id").primaryKey(), email: varchar("email", { length: 80 }).notNull(), name: text("name"), role: role("role").default("user"), legacy: integer("legacy") })
export const posts = pgTable("posts", { id: serial("id").primaryKey(), userId: integer("user_id").references(() => users.id), title: text("title").notNull() })
