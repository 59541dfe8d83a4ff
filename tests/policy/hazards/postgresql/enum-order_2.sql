-- expect: enum-order
ALTER TYPE public."Mood" ADD VALUE IF NOT EXISTS 'Fine';
