-- +goose Up

CREATE TABLE feed_address (                        -- lets a person's feed reader see what is new to them; one each
  district    TEXT COLLATE "C" NOT NULL,
  person      TEXT COLLATE "C" NOT NULL,
  token_hash  BYTEA NOT NULL,                      -- SHA-256 of the secret part of the address
  created_at  BIGINT NOT NULL,
  PRIMARY KEY (district, person),
  UNIQUE (token_hash),
  FOREIGN KEY (district, person) REFERENCES person (district, id)
);

-- +goose Down
DROP TABLE feed_address;
