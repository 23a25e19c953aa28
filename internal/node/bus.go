package node

import (
	"context"
	"fmt"
	"net/http"

	"minhbach/domain/notice"
	"minhbach/eventstore"
	"minhbach/integration/bus"
	"minhbach/integration/notices"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

// Reactors run while a node serves, and at no other time: what opens the data to
// import, restore, rebuild or replay it hands no reactor anything. Every node runs
// them; of one group one node works at a time.

// openBus makes the bus; runBus starts it.
func (n *Node) openBus() (err error) {
	cfg := n.cfg
	o := notices.Options{Public: cfg.Public, Now: cfg.Now}
	if cfg.SMTP != nil {
		n.mail = notices.NewSMTP(*cfg.SMTP, cfg.Now)
		o.Mailer = n.mail
	}
	n.bus, err = bus.New(n.Log, n.Codec, bus.Options{Now: cfg.Now, Log: cfg.Log}, notices.Reactors(n.App, o)...)
	return err
}

// runBus hands events to reactors until stop is called, which waits for what is in hand.
func (n *Node) runBus(ctx context.Context) (stop func()) {
	// Without the vault nobody's address can be read, and notices would fail for good.
	if reason := n.Vault.Locked(); reason != nil {
		n.cfg.Log.Error("no notices are sent", "reason", reason)
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := n.bus.Run(ctx); err != nil && ctx.Err() == nil {
			n.cfg.Log.Error("the reactors stopped", "error", err)
		}
		if n.mail != nil {
			n.mail.Close()
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

// Groups tells how far the reactors are, on whatever node they work.
// Groups that began once and have no mail server now are told of as well: they wait.
func (n *Node) Groups(ctx context.Context) ([]bus.Status, error) {
	out, err := n.bus.Status(ctx)
	if n.mail != nil || err != nil {
		return out, err
	}
	for _, g := range notices.Sending() {
		s, err := bus.StatusOf(ctx, n.Log, g[0], g[1], n.cfg.Now())
		if err != nil {
			return out, err
		}
		if s.Position > 0 {
			out = append(out, s)
		}
	}
	return out, nil
}

// ParkedEvents lists what a group of reactors went on without.
func (n *Node) ParkedEvents(ctx context.Context, group string) ([]bus.Parked, error) {
	return bus.ParkedIn(ctx, n.Log, group)
}

// ReplayParked orders parked events of a group to be handled again, all when event is
// empty. The node that works for the group does it.
func (n *Node) ReplayParked(ctx context.Context, group, event string) (int, error) {
	return bus.Replay(ctx, n.Log, group, event, "operator")
}

// Outbox is what `minhbach notices list` shows.
type Outbox struct {
	Sending bool              `json:"sending"` // a mail server is set
	Counts  view.NoticeCounts `json:"counts"`
	Notices []view.Notice     `json:"notices"`
	Groups  []bus.Status      `json:"groups"`
	Parked  []bus.Parked      `json:"parked"`
}

// Outbox tells of notices that are not sent, or of all, and of the groups that send.
func (n *Node) Outbox(ctx context.Context, f view.NoticeFilter) (out Outbox, err error) {
	out.Sending = n.mail != nil
	if out.Counts, err = n.App.Queries.Notices.Counts(ctx); err != nil {
		return out, err
	}
	if out.Notices, err = n.App.Queries.Notices.List(ctx, app.Caller{Operator: true}, f); err != nil {
		return out, err
	}
	if out.Groups, err = n.Groups(ctx); err != nil {
		return out, err
	}
	out.Parked = []bus.Parked{}
	for _, g := range out.Groups {
		parked, err := n.ParkedEvents(ctx, g.Group)
		if err != nil {
			return out, err
		}
		out.Parked = append(out.Parked, parked...)
	}
	return out, nil
}

// SendAgain wants a notice to be sent that failed or waits. Whoever looks at the outbox
// next sees it so.
func (n *Node) SendAgain(ctx context.Context, id string) error {
	if _, err := n.App.Commands.Notices.SendAgain(ctx, app.Caller{Operator: true, Command: eventstore.NewID(n.cfg.Now())}, app.SendAgain{Notice: id}); err != nil {
		return err
	}
	head, err := n.Log.Head(ctx)
	if err != nil {
		return err
	}
	return n.Models.byName["notices"].Wait(ctx, head)
}

// busControl answers the commands of this machine.
func (n *Node) busControl(mux *http.ServeMux) {
	mux.HandleFunc("GET /notices", func(w http.ResponseWriter, r *http.Request) {
		outbox, err := n.Outbox(r.Context(), view.NoticeFilter{Open: r.FormValue("all") == ""})
		answer(w, outbox, err)
	})
	mux.HandleFunc("POST /notices/{id}/send", func(w http.ResponseWriter, r *http.Request) {
		answer(w, "ok", n.SendAgain(r.Context(), r.PathValue("id")))
	})
	mux.HandleFunc("POST /groups/{group}/replay", func(w http.ResponseWriter, r *http.Request) {
		ordered, err := n.ReplayParked(r.Context(), r.PathValue("group"), r.FormValue("event"))
		answer(w, map[string]int{"ordered": ordered}, err)
	})
}

// busMetrics in the Prometheus text format.
func (n *Node) busMetrics(w http.ResponseWriter, r *http.Request) {
	groups, err := n.Groups(r.Context())
	if err != nil {
		return
	}
	for _, m := range []struct {
		name, kind, help string
		of               func(bus.Status) any
	}{
		{"events_behind", "gauge", "Events that a group of reactors has not handled yet, counted up to 1000.", func(s bus.Status) any { return s.Events }},
		{"seconds_behind", "gauge", "Age of the first event that a group has not handled.", func(s bus.Status) any { return s.BehindSecs }},
		{"parked_events", "gauge", "Events that a group went on without, because its reactor failed.", func(s bus.Status) any { return s.Parked }},
		{"handled_total", "counter", "Events handled on this node.", func(s bus.Status) any { return s.Here.Handled }},
		{"failed_total", "counter", "Tries that failed on this node, as far as they counted.", func(s bus.Status) any { return s.Here.Failed }},
		{"handling_seconds_total", "counter", "Time spent on handled events on this node.", func(s bus.Status) any { return s.Here.Took.Seconds() }},
	} {
		fmt.Fprintf(w, "# HELP minhbach_group_%s %s\n# TYPE minhbach_group_%s %s\n", m.name, m.help, m.name, m.kind)
		for _, s := range groups {
			fmt.Fprintf(w, "minhbach_group_%s{group=%q} %v\n", m.name, s.Group, m.of(s))
		}
	}
	counts, err := n.App.Queries.Notices.Counts(r.Context())
	if err != nil {
		return
	}
	fmt.Fprint(w, "# HELP minhbach_notices Notices in each state.\n# TYPE minhbach_notices gauge\n")
	for _, s := range []notice.State{notice.StateWaiting, notice.StateDeferred, notice.StateSent, notice.StateFailed} {
		fmt.Fprintf(w, "minhbach_notices{state=%q} %d\n", s, counts[s])
	}
}
