// What is written here must not compile: nobody else makes a delivery of an event.
package main

import (
	"minhbach/eventstore"
	"minhbach/integration/bus"
)

func main() {
	ev := eventstore.Event{}
	_ = bus.Delivery{event: &ev}
	_ = (*bus.Delivery)(&ev)
}
