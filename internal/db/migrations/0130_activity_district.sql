-- +goose Up
CREATE INDEX activity_district ON activity (district, seq); -- whether anything has happened in a district since

-- +goose Down
DROP INDEX activity_district;
