//lint:file-ignore SA1019 The Node client names a stream, its start and the strategy in these fields alone.

package esdbserver

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
)

func (w *world) groups() persistent.PersistentSubscriptionsClient {
	return persistent.NewPersistentSubscriptionsClient(w.conn)
}

// createReq is a good request, for tests to spoil.
func createReq(stream, group string) *persistent.CreateReq {
	return &persistent.CreateReq{Options: &persistent.CreateReq_Options{
		GroupName: group,
		StreamOption: &persistent.CreateReq_Options_Stream{Stream: &persistent.CreateReq_StreamOptions{
			StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(stream)},
			RevisionOption:   &persistent.CreateReq_StreamOptions_Start{Start: &shared.Empty{}},
		}},
		Settings: &persistent.CreateReq_Settings{
			MaxRetryCount: 10, MinCheckpointCount: 10, MaxCheckpointCount: 1000, LiveBufferSize: 500, ReadBatchSize: 20, HistoryBufferSize: 500,
			ConsumerStrategy: roundRobin,
			MessageTimeout:   &persistent.CreateReq_Settings_MessageTimeoutMs{MessageTimeoutMs: 30_000},
			CheckpointAfter:  &persistent.CreateReq_Settings_CheckpointAfterMs{CheckpointAfterMs: 2000},
		},
	}}
}

// esdbCode is what the official client makes of an error.
func esdbCode(err error) esdb.ErrorCode {
	e, _ := esdb.FromError(err)
	if e == nil {
		return -1
	}
	return e.Code()
}

func TestGroupRefusalsSayWhatClientsRead(t *testing.T) {
	w := start(t)
	groups, ctx := w.groups(), soon(t)
	id := &shared.StreamIdentifier{StreamName: []byte("orders")}
	if _, err := groups.Create(ctx, createReq("orders", "desk")); err != nil {
		t.Fatal(err)
	}
	settings := &persistent.UpdateReq_Settings{LiveBufferSize: 2, HistoryBufferSize: 2, ReadBatchSize: 1}
	for _, c := range []struct {
		name, exception, group string
		code                   codes.Code
		call                   func(grpc.CallOption) error
	}{
		{"create again", "persistent-subscription-exists", "desk", codes.AlreadyExists, func(o grpc.CallOption) error {
			_, err := groups.Create(ctx, createReq("orders", "desk"), o)
			return err
		}},
		{"unknown strategy", "persistent-subscription-failed", "other", codes.Internal, func(o grpc.CallOption) error {
			req := createReq("orders", "other")
			req.Options.Settings.ConsumerStrategy = "Whim"
			_, err := groups.Create(ctx, req, o)
			return err
		}},
		{"update none", "persistent-subscription-does-not-exist", "none", codes.NotFound, func(o grpc.CallOption) error {
			_, err := groups.Update(ctx, &persistent.UpdateReq{Options: &persistent.UpdateReq_Options{GroupName: "none", StreamIdentifier: id, Settings: settings}}, o)
			return err
		}},
		{"delete none", "persistent-subscription-does-not-exist", "none", codes.NotFound, func(o grpc.CallOption) error {
			_, err := groups.Delete(ctx, &persistent.DeleteReq{Options: &persistent.DeleteReq_Options{GroupName: "none", StreamOption: &persistent.DeleteReq_Options_StreamIdentifier{StreamIdentifier: id}}}, o)
			return err
		}},
		{"information of none", "persistent-subscription-does-not-exist", "none", codes.NotFound, func(o grpc.CallOption) error {
			_, err := groups.GetInfo(ctx, &persistent.GetInfoReq{Options: &persistent.GetInfoReq_Options{GroupName: "none", StreamOption: &persistent.GetInfoReq_Options_StreamIdentifier{StreamIdentifier: id}}}, o)
			return err
		}},
		{"replay none", "persistent-subscription-does-not-exist", "none", codes.NotFound, func(o grpc.CallOption) error {
			_, err := groups.ReplayParked(ctx, &persistent.ReplayParkedReq{Options: &persistent.ReplayParkedReq_Options{GroupName: "none",
				StreamOption: &persistent.ReplayParkedReq_Options_StreamIdentifier{StreamIdentifier: id},
				StopAtOption: &persistent.ReplayParkedReq_Options_NoLimit{NoLimit: &shared.Empty{}}}}, o)
			return err
		}},
	} {
		var trailer metadata.MD
		err := c.call(grpc.Trailer(&trailer))
		t.Run(c.name, func(t *testing.T) { wantTrailers(t, err, trailer, c.code, c.exception, "orders", c.group) })
	}
	trailer, err := w.open(t, readOptions("orders", "none", 1)).over()
	wantTrailers(t, err, trailer, codes.NotFound, "persistent-subscription-does-not-exist", "orders", "none")
}

func TestGroupRefusesWhatContradictsItself(t *testing.T) {
	w := start(t)
	type options = *persistent.CreateReq_Options
	all := func(o options) *persistent.CreateReq_AllOptions {
		a := &persistent.CreateReq_AllOptions{AllOption: &persistent.CreateReq_AllOptions_Start{Start: &shared.Empty{}}}
		o.StreamOption = &persistent.CreateReq_Options_All{All: a}
		return a
	}
	for name, spoil := range map[string]func(options){
		"no group":  func(o options) { o.GroupName = "" },
		"no stream": func(o options) { o.GetStream().StreamIdentifier = nil },
		"no start":  func(o options) { o.GetStream().RevisionOption = nil },
		"start too far": func(o options) {
			o.GetStream().RevisionOption = &persistent.CreateReq_StreamOptions_Revision{Revision: 1 << 63}
		},
		"no settings":       func(o options) { o.Settings = nil },
		"batch and buffer":  func(o options) { o.Settings.ReadBatchSize = 500 },
		"checkpoint counts": func(o options) { o.Settings.MinCheckpointCount = 1001 },
		"negative retries":  func(o options) { o.Settings.MaxRetryCount = -1 },
		"no live buffer":    func(o options) { o.Settings.LiveBufferSize = 0 },
		"negative time": func(o options) {
			o.Settings.MessageTimeout = &persistent.CreateReq_Settings_MessageTimeoutMs{MessageTimeoutMs: -1}
		},
		"endless ticks": func(o options) {
			o.Settings.CheckpointAfter = &persistent.CreateReq_Settings_CheckpointAfterTicks{CheckpointAfterTicks: 1 << 62}
		},
		"long names": func(o options) { o.GroupName = strings.Repeat("g", 70_000) },
		"prepare too late": func(o options) {
			all(o).AllOption = &persistent.CreateReq_AllOptions_Position{Position: &persistent.CreateReq_Position{CommitPosition: 1, PreparePosition: 2}}
		},
		"empty filter": func(o options) {
			all(o).FilterOption = &persistent.CreateReq_AllOptions_Filter{Filter: &persistent.CreateReq_AllOptions_FilterOptions{}}
		},
		"bad expression": func(o options) {
			all(o).FilterOption = &persistent.CreateReq_AllOptions_Filter{Filter: &persistent.CreateReq_AllOptions_FilterOptions{Filter: &persistent.CreateReq_AllOptions_FilterOptions_EventType{
				EventType: &persistent.CreateReq_AllOptions_FilterOptions_Expression{Regex: "("}}}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			req := createReq("orders", "desk")
			spoil(req.Options)
			_, err := w.groups().Create(soon(t), req)
			if status.Code(err) != codes.InvalidArgument {
				t.Errorf("refused with %v", err)
			}
		})
	}
	if _, err := w.groups().Create(soon(t), &persistent.CreateReq{}); status.Code(err) != codes.InvalidArgument {
		t.Errorf("an empty request is refused with %v", err)
	}
	if list, err := w.groups().List(soon(t), &persistent.ListReq{Options: &persistent.ListReq_Options{ListOption: &persistent.ListReq_Options_ListAllSubscriptions{}}}); err != nil || len(list.Subscriptions) > 0 {
		t.Errorf("listed: %v, %v", list, err)
	}
}

// What the Node client sends: no stream option, and the strategy as a number.
func TestGroupByDeprecatedFields(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 3)
	settings := &persistent.CreateReq_Settings{
		Revision: 1, MaxRetryCount: 3, MinCheckpointCount: 1, MaxCheckpointCount: 5, LiveBufferSize: 7, ReadBatchSize: 8, HistoryBufferSize: 9, MaxSubscriberCount: 2,
		ExtraStatistics: true, NamedConsumerStrategy: persistent.CreateReq_Pinned,
		MessageTimeout:  &persistent.CreateReq_Settings_MessageTimeoutTicks{MessageTimeoutTicks: 15_000_000},
		CheckpointAfter: &persistent.CreateReq_Settings_CheckpointAfterTicks{CheckpointAfterTicks: 20_000},
	}
	id := &shared.StreamIdentifier{StreamName: []byte("orders")}
	if _, err := w.groups().Create(soon(t), &persistent.CreateReq{Options: &persistent.CreateReq_Options{StreamIdentifier: id, GroupName: "desk", Settings: settings}}); err != nil {
		t.Fatal(err)
	}
	i := w.info(t, "orders", "desk")
	if i.StartFrom != "1" || i.NamedConsumerStrategy != "Pinned" || i.MessageTimeoutMilliseconds != 1500 || i.CheckPointAfterMilliseconds != 2 || i.BufferSize != 9 ||
		i.LiveBufferSize != 7 || i.ReadBatchSize != 8 || i.MaxRetryCount != 3 || i.MinCheckPointCount != 1 || i.MaxCheckPointCount != 5 || i.MaxSubscriberCount != 2 || !i.ExtraStatistics {
		t.Errorf("the group is %v", i)
	}
	r := w.consume(t, "orders", "desk", 5)
	r.ackNext(1, 2)
	comesTrue(t, "the statistics have measured it", func() bool {
		c := w.info(t, "orders", "desk").Connections
		return len(c) == 1 && len(c[0].ObservedMeasurements) == 14
	})
	settings.Revision = ^uint64(0)
	if _, err := w.groups().Create(soon(t), &persistent.CreateReq{Options: &persistent.CreateReq_Options{StreamIdentifier: id, GroupName: "end", Settings: settings}}); err != nil {
		t.Fatal(err)
	}
	if i := w.info(t, "orders", "end"); i.StartFrom != "-1" {
		t.Errorf("the end is %s", i.StartFrom)
	}
	_, err := w.groups().Update(soon(t), &persistent.UpdateReq{Options: &persistent.UpdateReq_Options{StreamIdentifier: id, GroupName: "end", Settings: &persistent.UpdateReq_Settings{
		Revision: ^uint64(0), MaxCheckpointCount: 5, LiveBufferSize: 7, ReadBatchSize: 8, HistoryBufferSize: 9, NamedConsumerStrategy: persistent.UpdateReq_DispatchToSingle,
		MessageTimeout: &persistent.UpdateReq_Settings_MessageTimeoutTicks{MessageTimeoutTicks: 10_000}}}})
	if i := w.info(t, "orders", "end"); err != nil || i.NamedConsumerStrategy != dispatchToSingle || i.MessageTimeoutMilliseconds != 1 {
		t.Errorf("changed to %v, %v", i, err)
	}
	// Its end is where it was when the group was made.
	w.seed(t, "orders", "order.placed", 1)
	w.consume(t, "orders", "end", 5).ackNext(3, 1)
}

func TestGroupsAreListed(t *testing.T) {
	w := start(t)
	for _, g := range [][2]string{{"orders", "desk"}, {"orders", "audit"}, {"bills", "desk"}} {
		w.group(t, g[0], g[1], esdb.Start{})
	}
	if err := w.client.CreatePersistentSubscriptionToAll(soon(t), "everything", esdb.PersistentAllSubscriptionOptions{StartFrom: esdb.Start{}}); err != nil {
		t.Fatal(err)
	}
	names := func(list []esdb.PersistentSubscriptionInfo, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, i := range list {
			all = append(all, groupID(i.EventSource, i.GroupName))
		}
		return strings.Join(all, " ")
	}
	o := esdb.ListPersistentSubscriptionsOptions{}
	if got := names(w.client.ListAllPersistentSubscriptions(soon(t), o)); got != "$all::everything bills::desk orders::audit orders::desk" {
		t.Errorf("all: %s", got)
	}
	if got := names(w.client.ListPersistentSubscriptionsForStream(soon(t), "orders", o)); got != "orders::audit orders::desk" {
		t.Errorf("of orders: %s", got)
	}
	if got := names(w.client.ListPersistentSubscriptionsToAll(soon(t), o)); got != "$all::everything" {
		t.Errorf("of all: %s", got)
	}
	if _, err := w.client.ListPersistentSubscriptionsForStream(soon(t), "none", o); esdbCode(err) != esdb.ErrorCodeResourceNotFound {
		t.Errorf("of none: %v", err)
	}
}

func TestGroupIsDeletedWithItsPast(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 4)
	w.group(t, "orders", "desk", esdb.Start{}, func(s *esdb.PersistentSubscriptionSettings) { s.CheckpointLowerBound, s.CheckpointUpperBound = 1, 1 })
	r := w.consume(t, "orders", "desk", 5)
	r.ackNext(0, 2)
	r.nack(persistent.ReadReq_Nack_Park, "", r.next())
	comesTrue(t, "one is parked", func() bool { return w.info(t, "orders", "desk").ParkedMessageCount == 1 })
	if err := w.client.DeletePersistentSubscription(soon(t), "orders", "desk", esdb.DeletePersistentSubscriptionOptions{}); err != nil {
		t.Fatal(err)
	}
	trailer, err := r.over()
	wantTrailers(t, err, trailer, codes.Canceled, "persistent-subscription-dropped", "orders", "desk")
	for range 2 { // and so it is after a restart
		if _, err := w.client.GetPersistentSubscriptionInfo(soon(t), "orders", "desk", esdb.GetPersistentSubscriptionOptions{}); esdbCode(err) != esdb.ErrorCodeResourceNotFound {
			t.Errorf("its information: %v", err)
		}
		w.restart(t)
		w.client = w.connect(t)
	}
	w.group(t, "orders", "desk", esdb.Start{})
	if i := w.info(t, "orders", "desk"); i.LastCheckpointedEventPosition != "" || i.ParkedMessageCount != 0 {
		t.Errorf("the new group begins as %v", i)
	}
	w.consume(t, "orders", "desk", 5).ackNext(0, 4)
}

func TestGroupIsUpdated(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 4)
	w.group(t, "orders", "desk", esdb.Start{})
	r := w.consume(t, "orders", "desk", 5)
	r.ackNext(0, 2)
	r.next() // is given back
	comesTrue(t, "two are done with", func() bool { return w.inFlight(t, "orders", "desk") == 2 })
	settings := esdb.SubscriptionSettingsDefault()
	settings.MaxRetryCount, settings.ConsumerStrategyName, settings.MaxSubscriberCount = 3, esdb.ConsumerStrategyPinned, 1
	if err := w.client.UpdatePersistentSubscription(soon(t), "orders", "desk", esdb.PersistentStreamSubscriptionOptions{Settings: &settings, StartFrom: esdb.Start{}}); err != nil {
		t.Fatal(err)
	}
	trailer, err := r.over()
	wantTrailers(t, err, trailer, codes.Canceled, "persistent-subscription-dropped", "orders", "desk")
	if i := w.info(t, "orders", "desk"); i.MaxRetryCount != 3 || i.NamedConsumerStrategy != pinned || len(i.Connections) != 0 {
		t.Errorf("the group is %v", i)
	}
	again := w.consume(t, "orders", "desk", 5)
	trailer, err = w.open(t, readOptions("orders", "desk", 5)).over()
	wantTrailers(t, err, trailer, codes.FailedPrecondition, "maximum-subscribers-reached", "orders", "desk")
	if e := again.next(); e.Event.StreamRevision != 2 || e.GetRetryCount() != 0 {
		t.Errorf("it goes on with %v", e)
	}
}

func TestGroupSubsystemRestarts(t *testing.T) {
	w := start(t)
	w.seed(t, "orders", "order.placed", 3)
	w.group(t, "orders", "desk", esdb.Start{})
	r := w.consume(t, "orders", "desk", 5)
	r.ackNext(0, 2)
	comesTrue(t, "two are done with", func() bool { return w.inFlight(t, "orders", "desk") == 1 })
	if err := w.client.RestartPersistentSubscriptionSubsystem(soon(t), esdb.RestartPersistentSubscriptionSubsystemOptions{}); err != nil {
		t.Fatal(err)
	}
	trailer, err := r.over()
	wantTrailers(t, err, trailer, codes.Canceled, "persistent-subscription-dropped", "orders", "desk")
	w.consume(t, "orders", "desk", 5).ackNext(2, 1)
}

// The configuration is one event a change, in EventStoreDB's form, and only the last one
// is read.
func TestGroupConfigurationIsOneEvent(t *testing.T) {
	w := start(t)
	w.group(t, "orders", "desk", esdb.Revision(3))
	w.group(t, "orders", "audit", esdb.Start{})
	all := stateEvents(t, w, groupConfigStream)
	var c struct {
		Version, UpdatedBy string
		Entries            []struct{ Stream, Group, StartPosition, NamedConsumerStrategy string }
	}
	if err := json.Unmarshal(all[len(all)-1].Data, &c); err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || c.Version != "2" || c.UpdatedBy != "admin" || len(c.Entries) != 2 || c.Entries[1].StartPosition != "3" || c.Entries[1].NamedConsumerStrategy != roundRobin {
		t.Errorf("%d events, the last %s", len(all), all[len(all)-1].Data)
	}
	if all[1].Type != "$PersistentConfig" {
		t.Errorf("the type is %s", all[1].Type)
	}
}
