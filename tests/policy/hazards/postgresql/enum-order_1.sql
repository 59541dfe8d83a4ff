-- expect: enum-order
ALTER TYPE mood ADD VALUE 'fine';
