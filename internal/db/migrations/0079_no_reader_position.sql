-- +goose Up
DROP TABLE reader_position;

-- +goose Down
CREATE TABLE reader_position (
  reader  TEXT COLLATE "C" NOT NULL PRIMARY KEY,   -- who reads the log
  xid     BIGINT NOT NULL,
  seq     BIGINT NOT NULL
);
