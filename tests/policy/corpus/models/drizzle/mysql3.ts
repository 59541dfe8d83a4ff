import { mysqlTable, mysqlEnum, serial, bigint, text, int, varchar, timestamp, decimal } from "drizzle-orm/mysql-core"
export const users = mysqlTable("users", { id: serial("id").primaryKey(), email: varchar("email", { length: 40 }).notNull(), name: text("name"), created: timestamp("created").defaultNow().notNull() })
export const posts = mysqlTable("posts", { id: serial("id").primaryKey(), userId: int("user_id").notNull(), title: text("title").notNull(), price: decimal("price", { precision: 10, scale: 2 }), views: bigint("views", { mode: "number" }).notNull().default(0) })
