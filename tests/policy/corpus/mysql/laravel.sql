create table `users` (`id` bigint unsigned not null auto_increment primary key, `name` varchar(255) not null, `email_verified_at` timestamp null, `remember_token` varchar(100) null) default character set utf8mb4 collate 'utf8mb4_unicode_ci';
alter table `users` add unique `users_name_unique`(`name`);
alter table `users` add `role` enum('admin', 'user') not null default 'user' after `name`;
alter table `posts` add constraint `posts_user_id_foreign` foreign key (`user_id`) references `users` (`id`) on delete cascade;
