package esdb

import (
	"errors"
	"strings"
	"testing"
)

func TestRedacted(t *testing.T) {
	for in, want := range map[string]string{
		"esdb://lan:secret@db:2113?tls=true":        "esdb://lan@db:2113?tls=true",
		"esdb://lan:se@cret@a:1,b:2?tls=true":       "esdb://lan@a:1,b:2?tls=true",
		"esdb+discover://lan:s%2Fecret@cluster.dns": "esdb+discover://lan@cluster.dns",
		"esdb://lan:se/cret@db":                     "esdb://lan@db",
		"esdb://db:2113":                            "esdb://db:2113",
		"unix:///run/minhbach/log.sock":             "unix:///run/minhbach/log.sock",
	} {
		if got := Redacted(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestConnectionStrings(t *testing.T) {
	for _, bad := range []string{"", "db:2113", "http://lan:secret@db:2113", "unix://run/x", "esdb://lan:sec ret%zz@db:2113", "esdb://lan:secret@db:2113?tls=perhaps", "esdb://"} {
		_, err := Open(t.Context(), Options{Connection: bad})
		if !errors.Is(err, ErrConnection) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "sec ret") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	c, err := (Options{Connection: "esdb://lan:secret@a:1,b:2,c:3?tls=true&nodePreference=follower"}).configuration()
	if err != nil || len(c.GossipSeeds) != 3 || c.Username != "lan" || c.Password != "secret" || c.DisableTLS {
		t.Errorf("%+v, %v", c, err)
	}
	c, err = (Options{Connection: "unix:///run/log.sock"}).configuration()
	if err != nil || c.Address != "unix:///run/log.sock" || !c.DisableTLS {
		t.Errorf("%+v, %v", c, err)
	}
}
