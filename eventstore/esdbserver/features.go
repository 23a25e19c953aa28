package esdbserver

import (
	"context"
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
)

// announced are the services that clients are told of. What is not there, such as
// projections, they take for missing and say so to their callers.
var announced = []*grpc.ServiceDesc{
	&streams.Streams_ServiceDesc, &persistent.PersistentSubscriptions_ServiceDesc,
	&serverfeatures.ServerFeatures_ServiceDesc, &gossip.Gossip_ServiceDesc,
}

// methods lists them as a node of 24.6 does: names in lower case, and beside some of
// them what clients ask for before they use a newer form of a request.
var methods = func() []*serverfeatures.SupportedMethod {
	var list []*serverfeatures.SupportedMethod
	add := func(service, method string) {
		m := &serverfeatures.SupportedMethod{ServiceName: strings.ToLower(service), MethodName: strings.ToLower(method)}
		switch {
		case service == persistent.PersistentSubscriptions_ServiceDesc.ServiceName:
			m.Features = []string{"stream", "all"}
		case service == streams.Streams_ServiceDesc.ServiceName && method == "Read":
			m.Features = []string{"position", "events"}
		case service == streams.Streams_ServiceDesc.ServiceName && method == "BatchAppend":
			m.Features = []string{"deadline_duration"}
		}
		list = append(list, m)
	}
	for _, s := range announced {
		for _, m := range s.Methods {
			add(s.ServiceName, m.MethodName)
		}
		for _, m := range s.Streams {
			add(s.ServiceName, m.StreamName)
		}
	}
	return list
}()

// GetSupportedMethods tells a client what it may ask, whoever it is.
func (f *featuresService) GetSupportedMethods(context.Context, *shared.Empty) (*serverfeatures.SupportedMethods, error) {
	return &serverfeatures.SupportedMethods{Methods: methods, EventStoreServerVersion: Version}, nil
}
