package history

import (
	"strconv"
	"time"

	"minhbach/internal/app"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Event is one fact that the public may know.
type Event struct {
	Position uint64
	At       time.Time
	Sentence string
	Type     string
	Actor    string
	URL      string // the item as it stood right after
	Proof    string
}

// events are the public ones whoever asks: what staff see is on their desk.
func events(r *site.Request, item view.Publication) ([]Event, error) {
	all, err := r.Site.App.Queries.History(r.Context(), app.Caller{}, item.ID)
	if err != nil {
		return nil, err
	}
	var out []Event
	public := false
	for _, e := range all {
		if r.AsOf.Position != 0 && e.Position > r.AsOf.Position {
			break
		}
		public = public || e.Type == "publication.published"
		x := Event{Position: e.Position, At: e.Recorded, Sentence: e.TextVi, Type: e.Type, Actor: e.ActorName, Proof: reading.Proof(r, e.ID)}
		if r.Lang == i18n.EN {
			x.Sentence = e.TextEn
		}
		if public {
			x.URL = r.ItemPath(item.Item) + "?as_of=" + strconv.FormatUint(e.Position, 10)
		}
		out = append(out, x)
	}
	return out, nil
}
