-- atlas:txmode none

ALTER TABLE clicks DETACH PARTITION clicks_2019 CONCURRENTLY;
