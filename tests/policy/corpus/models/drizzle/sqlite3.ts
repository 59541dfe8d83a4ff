import { sqliteTable, text, integer, index, uniqueIndex, numeric, check } from "drizzle-orm/sqlite-core"
export const users = sqliteTable("users", { id: integer("id").primaryKey(), email: text("email").notNull(), name: text("name"), created: text("created").default("now").notNull() })
export const posts = sqliteTable("posts", { id: integer("id").primaryKey(), userId: integer("user_id").notNull(), title: text("title").notNull(), price: numeric("price"), views: integer("views").notNull().default(0) })
