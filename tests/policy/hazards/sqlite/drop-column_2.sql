-- expect: drop-column
ALTER TABLE main."Orders" DROP "Note";
