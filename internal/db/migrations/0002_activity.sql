-- +goose Up

CREATE TABLE activity (
  seq          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid          BIGINT NOT NULL,                    -- transaction id, so that readers miss nothing; 0 on SQLite
  district     TEXT COLLATE "C" NOT NULL REFERENCES district (id),
  school       TEXT COLLATE "C" NOT NULL,          -- empty: of no one school
  person       TEXT COLLATE "C" NOT NULL,          -- empty: nobody, the program itself
  verb         TEXT COLLATE "C" NOT NULL,
  object_kind  TEXT COLLATE "C" NOT NULL,
  object       TEXT COLLATE "C" NOT NULL,
  at           BIGINT NOT NULL,
  data         TEXT NOT NULL                       -- JSON of ids and codes, never of content
);
CREATE INDEX activity_order ON activity (xid, seq);
CREATE INDEX activity_object ON activity (district, object, at);

CREATE TABLE reader_position (
  reader  TEXT COLLATE "C" NOT NULL PRIMARY KEY,   -- who reads the log
  xid     BIGINT NOT NULL,
  seq     BIGINT NOT NULL
);

CREATE INDEX activity_verb ON activity (district, verb, at);

-- +goose Down
DROP TABLE reader_position;
DROP TABLE activity;
