package server

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogweb"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/interop/intake/intakeweb"
	"github.com/commonshelf/commonshelf/internal/notice"
)

// mostLive is how many pages listen to one node at the most.
const mostLive = 5000

// notify says to pages of this node what the log brought. Each node reads the log for its own.
func (s *Server) notify(list []activity.Activity) {
	if s.hub.Subscriptions() == 0 {
		return
	}
	for _, a := range list {
		switch a.ObjectKind {
		case catalog.ObjectKind:
			s.hub.Publish(notice.Topic(catalogweb.LiveTopic(catalog.ResourceID(a.Object))))
		case intake.ObjectKind:
			s.hub.Publish(notice.Topic(intakeweb.LiveTopic(intake.ImportID(a.Object))))
		}
		var data struct{ Import intake.ImportID }
		if json.Unmarshal(a.Data, &data) == nil && data.Import != "" {
			s.hub.Publish(notice.Topic(intakeweb.LiveTopic(data.Import)))
		}
	}
}

// mayFollow lets people hear of what they may see.
func (s *Server) mayFollow(ctx context.Context, by actor.Actor, topic notice.Topic) error {
	kind, what, _ := strings.Cut(string(topic), "/")
	switch kind {
	case catalog.ObjectKind:
		return s.Catalog.MaySee(ctx, by, catalog.ResourceID(what))
	case intake.ObjectKind:
		_, err := s.Intake.Import(ctx, by, intake.ImportID(what))
		return err
	}
	return fault.NotFound{What: "topic"}
}
