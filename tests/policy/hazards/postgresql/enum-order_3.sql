-- expect: enum-order
alter type mood add value 'fine';
