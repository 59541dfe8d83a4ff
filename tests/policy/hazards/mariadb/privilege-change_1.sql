-- expect: privilege-change
REVOKE SELECT ON shop.orders FROM 'reporting'@'%';
