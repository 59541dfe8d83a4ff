SET LOCAL "SESSION_authorization" = postgres;
