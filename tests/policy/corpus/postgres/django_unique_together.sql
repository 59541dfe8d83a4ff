ALTER TABLE "polls_vote" ADD CONSTRAINT "polls_vote_user_poll_uniq" UNIQUE ("user_id", "poll_id");
ALTER TABLE "polls_vote" DROP CONSTRAINT "polls_vote_weight_check";
ALTER TABLE "polls_vote" ADD CONSTRAINT "polls_vote_weight_check" CHECK ("weight" BETWEEN 1 AND 10);
DROP TABLE "polls_oldvote" CASCADE;
