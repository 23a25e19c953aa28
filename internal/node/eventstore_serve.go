package node

import (
	"context"
	"fmt"
	"net/http"

	"minhbach/eventstore"
)

// AppendForeign looks before it writes, as Append does.
func (l roomyLog) AppendForeign(ctx context.Context, stream string, expected eventstore.Expected, events ...eventstore.Draft) (eventstore.Appended, error) {
	if err := l.space.check(); err != nil {
		return eventstore.Appended{}, err
	}
	if f, ok := l.Log.(eventstore.ForeignAppender); ok {
		return f.AppendForeign(ctx, stream, expected, events...)
	}
	return l.Log.Append(ctx, stream, expected, events...)
}

// checkDoor tells what is wrong with the port for clients of EventStoreDB beside the
// portal. Here, beside the accounts of staff, it is never without TLS for others than
// this machine.
func (c *Config) checkDoor() error {
	if c.Door.Listen == "" {
		return nil
	}
	d := c.door()
	if err := d.Check(); err != nil {
		return err
	}
	if d.Insecure && !d.Loopback() {
		return ErrDoorPublic.New("address", d.Listen)
	}
	return nil
}

// door is the one of the settings, with the portal's certificate where it has none of
// its own.
func (c *Config) door() Door {
	d := c.Door
	if d.TLSCert == "" && d.TLSKey == "" && !d.Insecure {
		d.TLSCert, d.TLSKey = c.TLSCert, c.TLSKey
	}
	if d.Socket == "" {
		d.Socket = c.path("eventstore.sock")
	}
	return d
}

// OpenDoor opens the node's log to clients of EventStoreDB; staff sign in with their
// accounts.
func (n *Node) OpenDoor(d Door) (*OpenDoor, error) {
	if err := KeepsLog(n.cfg.Data); err != nil {
		return nil, err
	}
	return OpenTheDoor(n.Log, d, DoorOptions{
		Staff: &n.App.Auth, Now: n.cfg.Now,
		Warn: func(format string, args ...any) { n.cfg.Log.Warn(fmt.Sprintf(format, args...)) },
	})
}

// serveDoor answers at the door of the settings, if there is one, until the function
// that it returns is called.
func (n *Node) serveDoor(ctx context.Context, failed chan<- error) (shut func(), err error) {
	if n.cfg.Door.Listen == "" {
		return func() {}, nil
	}
	door, err := n.OpenDoor(n.cfg.door())
	if err != nil {
		return nil, err
	}
	if door.Unsaid != nil {
		n.cfg.Log.Warn("no socket for clients of EventStoreDB", "error", door.Unsaid)
	}
	n.door.Store(door)
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := door.Serve(ctx); err != nil {
			failed <- err
		}
	}()
	return func() {
		stop()
		<-ended
	}, nil
}

// Door is where clients of EventStoreDB come in while Serve runs; nil: nowhere.
func (n *Node) Door() *OpenDoor { return n.door.Load() }

func (n *Node) doorMetrics(w http.ResponseWriter) {
	door := n.Door()
	if door == nil {
		return
	}
	c := door.server.Counts()
	for _, m := range []struct {
		name, kind, help string
		value            int64
	}{
		{"connections", "gauge", "Open connections of clients of EventStoreDB.", c.Connections},
		{"connections_turned_away_total", "counter", "Connections beyond the bound.", c.Turned},
		{"subscriptions", "gauge", "Subscriptions that run, persistent ones included.", c.Subscriptions},
		{"credentials_refused_total", "counter", "Calls with credentials that were refused.", c.Refused},
	} {
		fmt.Fprintf(w, "# HELP minhbach_eventstore_%s %s\n# TYPE minhbach_eventstore_%s %s\nminhbach_eventstore_%s %d\n", m.name, m.help, m.name, m.kind, m.name, m.value)
	}
	fmt.Fprint(w, "# HELP minhbach_eventstore_calls_total Calls by method and gRPC code.\n# TYPE minhbach_eventstore_calls_total counter\n")
	for _, call := range c.Calls {
		fmt.Fprintf(w, "minhbach_eventstore_calls_total{method=%q,code=%q} %d\n", call.Method, call.Code, call.Number)
	}
}
