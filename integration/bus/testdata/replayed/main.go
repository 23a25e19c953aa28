// What is written here must not compile: a reactor cannot be a read model, and a read
// model cannot be a reactor.
package main

import (
	"minhbach/eventstore"
	"minhbach/integration/bus"
	"minhbach/projections"
)

type state struct{}

func (state) Reduce(*projections.Tx, eventstore.Fact) error { return nil }
func (state) Flush(*projections.Tx) error                   { return nil }

func main() {
	r := bus.Reactor{Name: "mail"}
	_ = projections.Definition{New: func() projections.State { return r }}
	_ = bus.Reactor{Handle: state{}.Reduce}
	_ = r.Handle(nil, eventstore.Fact{})
}
