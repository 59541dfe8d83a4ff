import { mysqlTable, mysqlEnum, serial, text, int, varchar, boolean, timestamp, index } from "drizzle-orm/mysql-core"
export const users = mysqlTable("users", { id: serial("id").primaryKey(), email: varchar("email", { length: 80 }).notNull(), name: text("name"), role: mysqlEnum("role", ["user", "admin"]).default("user"), legacy: int("legacy") })
export const posts = mysqlTable("posts", { id: serial("id").primaryKey(), userId: int("user_id").references(() => users.id), title: text("title").notNull() })
