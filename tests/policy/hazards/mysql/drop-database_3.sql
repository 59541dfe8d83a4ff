-- expect: drop-database
drop /* all */ database if exists shop;
