-- +goose Up

-- Who used a resource, in whatever district.
CREATE INDEX use_report_of ON use_report (resource, school);

-- +goose Down
DROP INDEX use_report_of;
