package catalog

import (
	"context"
	"database/sql"
	"errors"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// taken says how something of a resource is taken away and put back: a note, a share link.
type taken struct {
	table, at, by string // and the columns that say when and by whom
	what          string // it is called where it is not found
	gone, back    activity.Verb
	denied        string // why somebody else may not put it back
}

var (
	notesTaken  = taken{table: "note", at: "removed_at", by: "removed_by", what: "note", gone: NoteGone, back: Noted, denied: "catalog.denied.note_back"}
	linksClosed = taken{table: "share_link", at: "closed_at", by: "closed_by", what: "share link", gone: LinkClosed, back: LinkOpened, denied: "catalog.denied.link_back"}
)

// turn takes something of a resource away; back puts it there again, which whoever took it away and a coordinator may. It gives what
// happened; nothing where it stood so already.
//
// It returns fault.NotFound for what is not theirs, and fault.Denied for putting back what somebody else took away.
func (s *Service) turn(ctx context.Context, tx *db.DB, by actor.Actor, r Resource, of taken, name string, theirs func(id.PersonID) bool, back bool) (activity.Verb, error) {
	where := ` WHERE district = $1 AND resource = $2 AND id = $3`
	var author id.PersonID
	at, err := db.One(ctx, tx, func(row db.Row) (at removal, err error) {
		var when *int64
		var who *string
		err = row.Scan(&author, &when, &who)
		return removal{when != nil, id.PersonID(text(who))}, err
	}, `SELECT person, `+of.at+`, `+of.by+` FROM `+of.table+where, r.District, r.ID, name)
	switch {
	case errors.Is(err, sql.ErrNoRows) || err == nil && !theirs(author):
		return "", fault.NotFound{What: of.what}
	case err != nil || at.done == !back:
		return "", err
	case back && !mayReturn(by, at.by):
		return "", fault.Denied{Reason: fault.Say(of.denied)}
	case back:
		_, err = tx.Exec(ctx, `UPDATE `+of.table+` SET `+of.at+` = NULL, `+of.by+` = NULL`+where, r.District, r.ID, name)
		return of.back, err
	}
	_, err = tx.Exec(ctx, `UPDATE `+of.table+` SET `+of.at+` = $4, `+of.by+` = $5`+where, r.District, r.ID, name, clock.Micros(s.clock.Now()), orNull(by.Person))
	return of.gone, err
}

// removal says whether something of a resource was taken away, and by whom.
type removal struct {
	done bool
	by   id.PersonID
}
