-- atlas:txmode none

CREATE INDEX CONCURRENTLY measures_2026_at ON measures_2026 (at);
