-- +goose Up
CREATE TABLE credited (                            -- who is credited in what a colleague shared, and for what; they may take it down
  district  TEXT COLLATE "C" NOT NULL,
  resource  TEXT COLLATE "C" NOT NULL,
  person    TEXT COLLATE "C" NOT NULL,
  why       TEXT COLLATE "C" NOT NULL,             -- answer, idea
  by_person TEXT COLLATE "C" NOT NULL,             -- who shared it
  at        BIGINT NOT NULL,
  PRIMARY KEY (district, resource, person),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id),
  FOREIGN KEY (district, by_person) REFERENCES person (district, id)
);
CREATE INDEX credited_person ON credited (district, person);
INSERT INTO credited (district, resource, person, why, by_person, at)
  SELECT a.district, q.tip, a.person, 'answer', q.person, MAX(q.ended_at) FROM answer a JOIN question q ON q.district = a.district AND q.id = a.question
  WHERE a.helped AND q.tip IS NOT NULL AND a.person <> q.person GROUP BY a.district, q.tip, a.person, q.person;

-- +goose Down
DROP TABLE credited;
