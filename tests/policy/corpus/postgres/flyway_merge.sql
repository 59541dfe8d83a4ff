merge into stock as s using delivery as d on s.sku = d.sku
when matched and d.amount = 0 then delete
when matched then update set amount = s.amount + d.amount
when not matched then insert (sku, amount) values (d.sku, d.amount);
