package esdbserver

import (
	"context"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
)

// Groups are made by administrators, and read by whoever may read their stream; links
// lead only where the consumer may look.
func TestGroupAccess(t *testing.T) {
	w := start(t, func(o *Options) { o.DefaultACL = ACL{Read: []string{"staff"}} })
	w.seed(t, "orders", "order.placed", 1)
	w.seed(t, "secrets", "secret.told", 1)
	w.setMeta(t, "secrets", `{"$acl":{"$r":"$admins"}}`)
	w.link(t, "index", "0@orders")
	w.link(t, "index", "0@secrets")
	req := createReq("index", "desk")
	req.Options.Settings.ResolveLinks = true
	s := &groupsService{Server: w.server}
	if _, err := s.Create(asAdmin(), req); err != nil {
		t.Fatal(err)
	}
	as := func(who Identity) context.Context { return context.WithValue(soon(t), callerKey{}, who) }
	ann := as(Identity{Name: "ann", Groups: []string{"staff"}})
	id := &shared.StreamIdentifier{StreamName: []byte("index")}
	for name, call := range map[string]func() error{
		"create": func() error { _, err := s.Create(ann, createReq("orders", "mine")); return err },
		"update": func() error {
			_, err := s.Update(ann, &persistent.UpdateReq{Options: &persistent.UpdateReq_Options{GroupName: "desk",
				StreamOption: &persistent.UpdateReq_Options_Stream{Stream: &persistent.UpdateReq_StreamOptions{StreamIdentifier: id}}}})
			return err
		},
		"delete": func() error {
			_, err := s.Delete(ann, &persistent.DeleteReq{Options: &persistent.DeleteReq_Options{GroupName: "desk", StreamOption: &persistent.DeleteReq_Options_StreamIdentifier{StreamIdentifier: id}}})
			return err
		},
		"replay": func() error {
			_, err := s.ReplayParked(ann, &persistent.ReplayParkedReq{Options: &persistent.ReplayParkedReq_Options{GroupName: "desk", StreamOption: &persistent.ReplayParkedReq_Options_StreamIdentifier{StreamIdentifier: id}}})
			return err
		},
		"list": func() error {
			_, err := s.List(ann, &persistent.ListReq{Options: &persistent.ListReq_Options{ListOption: &persistent.ListReq_Options_ListAllSubscriptions{}}})
			return err
		},
		"restart":         func() error { _, err := s.RestartSubsystem(ann, &shared.Empty{}); return err },
		"read everything": func() error { return s.Read(joining(ann, allLog)) },
		"a stranger's reading": func() error {
			return s.Read(joining(as(Identity{Name: "bob"}), "index"))
		},
	} {
		if err := call(); status.Code(err) != codes.PermissionDenied {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(ann)
	defer cancel()
	call := joining(ctx, "index")
	ended := make(chan error, 1)
	go func() { ended <- s.Read(call) }()
	heard := func() []*persistent.ReadResp {
		call.mu.Lock()
		defer call.mu.Unlock()
		return call.heard
	}
	comesTrue(t, "both links are delivered", func() bool { return len(heard()) == 3 })
	cancel()
	<-ended
	if first, second := heard()[1].GetEvent(), heard()[2].GetEvent(); string(first.GetEvent().GetStreamIdentifier().GetStreamName()) != "orders" || second.Event != nil || second.Link == nil {
		t.Errorf("delivered %v and %v", first, second)
	}
}

// joining is a call that joins the group and then says no more until it is cancelled.
func joining(ctx context.Context, stream string) *scripted {
	return &scripted{ctx: ctx, waits: true, says: []*persistent.ReadReq{{Content: &persistent.ReadReq_Options_{Options: readOptions(stream, "desk", 5)}}}}
}
