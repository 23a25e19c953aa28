package esdbserver

import (
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"google.golang.org/grpc"
)

func TestFeaturesAreThoseThatClientsLookFor(t *testing.T) {
	// What the Go client 4.2.0 and the Node client 6.2.1 look for.
	l := tcp(t, "127.0.0.1:0")
	serving(t, server(t, Options{Auth: newStaff()}), l)
	conn := dial(t, l.Addr().String(), grpc.WithPerRPCCredentials(login{"nobody", "wrong"}))
	got, err := serverfeatures.NewServerFeaturesClient(conn).GetSupportedMethods(t.Context(), &shared.Empty{})
	if err != nil {
		t.Fatalf("whoever asks is to be answered: %v", err)
	}
	if got.EventStoreServerVersion != "24.6.0" {
		t.Errorf("version %q", got.EventStoreServerVersion)
	}
	features := map[string][]string{}
	for _, m := range got.Methods {
		path := "/" + m.ServiceName + "/" + m.MethodName
		if path != strings.ToLower(path) {
			t.Errorf("%s is not in lower case", path)
		}
		if _, twice := features[path]; twice {
			t.Errorf("%s is there twice", path)
		}
		features[path] = m.Features
	}
	const streams, groups = "/event_store.client.streams.streams/", "/event_store.client.persistent_subscriptions.persistentsubscriptions/"
	for path, want := range map[string]string{
		streams + "append": "", streams + "batchappend": "deadline_duration", streams + "read": "position", streams + "delete": "", streams + "tombstone": "",
		groups + "create": "all", groups + "update": "all", groups + "delete": "all", groups + "read": "all", groups + "getinfo": "all",
		groups + "replayparked": "stream", groups + "list": "all", groups + "restartsubsystem": "",
		"/event_store.client.server_features.serverfeatures/getsupportedmethods": "", "/event_store.client.gossip.gossip/read": "",
	} {
		has, ok := features[path]
		if !ok || want != "" && !slices.Contains(has, want) {
			t.Errorf("%s: %v, %v; want %q", path, ok, has, want)
		}
	}
	for path := range features {
		if strings.Contains(path, "projections") {
			t.Errorf("%s is announced and not there", path)
		}
	}
}

func TestOfficialClientLearnsTheVersion(t *testing.T) {
	l := tcp(t, "127.0.0.1:0")
	serving(t, server(t, Options{}), l)
	address := l.Addr().String()
	for _, connection := range []string{
		"esdb://" + address + "?tls=false",
		"esdb://" + address + "," + address + "?tls=false",
		"esdb+discover://" + address + "?tls=false",
		"esdb+discover://" + address + "?tls=false&nodePreference=follower",
	} {
		v, err := official(t, connection).GetServerVersion()
		if err != nil || v.Major != 24 || v.Minor != 6 {
			t.Errorf("%s: %+v, %v", connection, v, err)
		}
	}
}

func TestGossipNamesOneLiveLeader(t *testing.T) {
	everywhere := tcp(t, "0.0.0.0:0")
	_, port, _ := net.SplitHostPort(everywhere.Addr().String())
	one := tcp(t, "127.0.0.1:0")
	named := tcp(t, "127.0.0.1:0")
	serving(t, server(t, Options{}), everywhere)
	serving(t, server(t, Options{Auth: newStaff()}), one)
	serving(t, server(t, Options{Advertise: "nhatky.soctrang.gov.vn:2113"}), named)
	for _, c := range []struct{ target, want string }{
		{"127.0.0.1:" + port, "127.0.0.1:" + port},
		{"localhost:" + port, "localhost:" + port},
		{one.Addr().String(), one.Addr().String()},
		{named.Addr().String(), "nhatky.soctrang.gov.vn:2113"},
	} {
		info, err := gossip.NewGossipClient(dial(t, c.target)).Read(t.Context(), &shared.Empty{})
		if err != nil || len(info.Members) != 1 {
			t.Fatalf("%s: %v, %v", c.target, info, err)
		}
		m := info.Members[0]
		host, port := split(c.want)
		if m.State != gossip.MemberInfo_Leader || !m.IsAlive || m.HttpEndPoint.Address != host || m.HttpEndPoint.Port != port {
			t.Errorf("%s is told %v, want a leader at %s", c.target, m, c.want)
		}
		if id, err := readID(m.InstanceId); err != nil || id.IsZero() || m.TimeStamp == 0 {
			t.Errorf("%s: instance %v, %v, at %d", c.target, id, err, m.TimeStamp)
		}
	}
}
