package transfer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"minhbach/eventstore"
	"minhbach/eventstore/esdb"
)

// target is where a history goes to.
type target interface {
	name() string
	// keepsPositions: the source's; else it gives its own. keepsSystem: events of the
	// store itself are taken.
	keepsPositions() bool
	keepsSystem() bool
	// forgets: what was written cannot be read back.
	forgets() bool

	// held are the events that are there, in order.
	held(context.Context) eventstore.Events
	// take records the events that come behind these. It returns when they are durable.
	take(context.Context, eventstore.Events) error
	// again reads back what take recorded, or everything.
	again(context.Context) (events eventstore.Events, behindHeld bool)
	// finish makes what was found in order the copy.
	finish(context.Context) error
	// close gives back what was in use; what is not finished stays as it must for going on.
	close() error
}

func (o *Options) target(ctx context.Context) (target, error) {
	k, place, err := placeOf(o.To)
	if err != nil {
		return nil, err
	}
	switch k {
	case server:
		log, err := esdb.Open(ctx, o.esdb(place))
		if err != nil {
			return nil, err
		}
		return &onServer{log: log, place: esdb.Redacted(place)}, nil
	case pipe:
		if o.Out == nil {
			return nil, fmt.Errorf("%w: nothing takes what goes out", ErrPlace)
		}
		return &toPipe{w: o.Out}, nil
	case lines:
		return newFile(place)
	case bag:
		if err := free(place); err != nil {
			return nil, err
		}
		return &toBag{path: place, o: o}, nil
	}
	return newDirectory(place, o)
}

// free refuses a name that is taken.
func free(path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %s is there already; give a name that is free", ErrPlace, path)
	}
	return nil
}

func nothing(func(eventstore.Event, error) bool) {}
