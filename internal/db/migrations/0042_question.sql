-- +goose Up

CREATE TABLE question (                            -- what somebody asks her colleagues
  id          TEXT COLLATE "C" NOT NULL,
  district    TEXT COLLATE "C" NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,
  school      TEXT COLLATE "C",                    -- for which she asks; null: for none in particular
  words       TEXT NOT NULL,
  words_key   TEXT COLLATE "C" NOT NULL,           -- folded, so that a second press asks nothing new
  need_by     TEXT COLLATE "C",                    -- a day; null: whenever
  state       TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'closed', 'withdrawn')),
  asked_at    BIGINT NOT NULL,
  ended_at    BIGINT,                              -- closed or withdrawn
  tip         TEXT COLLATE "C",                    -- the resource that what helped became
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id),
  FOREIGN KEY (district, tip) REFERENCES resource (district, id)
);
CREATE INDEX question_state ON question (district, state, asked_at);
CREATE INDEX question_person ON question (district, person, asked_at);

CREATE TABLE answer (                              -- a line, a link or something on the shelf
  id          TEXT COLLATE "C" NOT NULL,
  district    TEXT COLLATE "C" NOT NULL,
  question    TEXT COLLATE "C" NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,
  school      TEXT COLLATE "C",
  words       TEXT NOT NULL,
  url         TEXT NOT NULL,
  resource    TEXT COLLATE "C",
  helped      BOOLEAN NOT NULL,
  at          BIGINT NOT NULL,
  removed_at  BIGINT,
  PRIMARY KEY (district, id),
  FOREIGN KEY (district, question) REFERENCES question (district, id),
  FOREIGN KEY (district, person) REFERENCES person (district, id),
  FOREIGN KEY (district, resource) REFERENCES resource (district, id)
);
CREATE INDEX answer_question ON answer (district, question, at);

CREATE TABLE ask_choice (                          -- who wants to hear of questions at once, and not only in the weekly email
  district    TEXT COLLATE "C" NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (district, person),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);

-- +goose Down
DROP TABLE ask_choice;
DROP TABLE answer;
DROP TABLE question;
