/*
  Warnings:

  - You are about to drop the column `price` on the `Post` table. All the data in the column will be lost.
  - Added the required column `slug` to the `Post` table without a default value.

*/
-- DropForeignKey
ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";

-- AlterTable
ALTER TABLE "Post" DROP COLUMN "price",
ADD COLUMN     "slug" TEXT NOT NULL,
ALTER COLUMN "authorId" DROP NOT NULL;

-- DropTable
DROP TABLE "Draft";

-- RenameIndex
ALTER INDEX "Post_slug_idx" RENAME TO "Post_slug_key";
