package app

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/dataset"
	"minhbach/domain/publication"
	"minhbach/eventstore"
)

func storyOf(t *testing.T, stream string, meta eventstore.Metadata, payloads ...domain.Event) (*eventstore.Codec, []eventstore.Event) {
	t.Helper()
	var all []eventstore.Payload
	for _, list := range [][]domain.Event{publication.Events(), dataset.Events()} {
		all = append(all, list...)
	}
	codec, err := eventstore.NewCodec(all, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out []eventstore.Event
	for i, p := range payloads {
		d, err := codec.Encode(eventstore.NewID(time.Unix(int64(i), 0)), p, meta)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, eventstore.Event{ID: d.ID, Stream: stream, Revision: eventstore.Revision(i), Position: eventstore.Position(i + 1), Type: d.Type, Data: d.Data, Metadata: d.Metadata})
	}
	return codec, out
}

// What staff wrote to each other, and drafts, are in no bytes that are given away,
// though they were recorded before something became public.
func TestNothingPrivateIsGivenAway(t *testing.T) {
	const secret = "NỘI BỘ"
	item := []domain.Event{
		publication.Drafted{Slug: "muc"}, publication.TextWritten{Title: secret, Body: secret},
		publication.MetadataDescribed{Metadata: publication.Metadata{Creator: secret}}, publication.Translated{Language: "en", Body: secret},
		publication.DetailsRecorded{Details: publication.Details{Contact: &publication.Person{FullName: secret}}},
		publication.AttachmentsArranged{Attachments: []publication.Attachment{{Name: secret}}},
		publication.Submitted{Note: secret}, publication.Recalled{Reason: secret}, publication.Returned{Reason: secret},
		publication.ChecklistCompleted{Items: map[string]string{"01": secret}}, publication.ApprovalRevoked{Reason: secret},
		publication.Approved{Version: 1}, publication.Published{Version: 1}, publication.CorrectionOpened{Reason: secret},
		publication.CorrectionDropped{Reason: secret}, publication.Withdrawn{Reason: "Công khai"}, publication.TextWritten{Title: secret},
	}
	set := []domain.Event{
		dataset.Drafted{}, dataset.Described{Description: dataset.Description{Title: secret}}, dataset.ReleaseAttached{Release: dataset.Release{ID: secret}},
		dataset.ReleaseDetached{Release: secret}, dataset.ColumnsDescribed{Columns: []dataset.Column{{Name: secret}}}, dataset.Submitted{Note: secret},
		dataset.Recalled{Reason: secret}, dataset.Returned{Reason: secret}, dataset.ChecklistCompleted{Items: map[string]string{"01": secret}},
		dataset.ApprovalRevoked{Reason: secret}, dataset.Approved{Version: 1}, dataset.Published{Version: 1}, dataset.RevisionOpened{Reason: secret},
		dataset.RevisionDropped{Reason: secret}, dataset.Revised{Version: 2, Reason: "Công khai"}, dataset.Described{Description: dataset.Description{Title: secret}},
	}
	for prefix, events := range map[string][]domain.Event{publicationPrefix: item, datasetPrefix: set} {
		codec, raw := storyOf(t, prefix+"0190a000-0000-7000-8000-000000000001", eventstore.Metadata{Actor: "an"}, events...)
		shown, err := Disclose(codec, raw)
		if err != nil {
			t.Fatal(err)
		}
		given := 0
		for i, ev := range raw {
			if shown[i] < DataOnly {
				continue
			}
			given++
			if bytes.Contains(ev.Data, []byte(secret)) {
				t.Errorf("%s is given away: %s", ev.Type, ev.Data)
			}
		}
		if given < 2 || shown[len(shown)-1] != Hidden {
			t.Errorf("%s: %v", prefix, shown)
		}
	}
}

// As much as the chronicle tells, and no more.
func TestAsMuchAsTheChronicleTells(t *testing.T) {
	const stream = publicationPrefix + "0190a000-0000-7000-8000-000000000001"
	events := []domain.Event{
		publication.Drafted{}, publication.ChecklistCompleted{Items: map[string]string{"01": ""}}, publication.Approved{Version: 1},
		publication.Published{Version: 1}, publication.DutyMet{RuleID: "R17.c1"}, publication.CorrectionOpened{},
	}
	want := []Reveal{HeaderOnly, Whole, Whole, DataOnly, DataOnly, Hidden}
	codec, raw := storyOf(t, stream, eventstore.Metadata{Actor: "an"}, events...)
	if got, err := Disclose(codec, raw); err != nil || !slices.Equal(got, want) {
		t.Errorf("%v %v, want %v", got, err, want)
	}
	// Whose power was borrowed is not told.
	codec, raw = storyOf(t, stream, eventstore.Metadata{Actor: "an", OnBehalfOf: "binh"}, events...)
	if got, err := Disclose(codec, raw); err != nil || got[2] != DataOnly {
		t.Errorf("%v %v", got, err)
	}
	// A draft, and what is no item.
	codec, raw = storyOf(t, stream, eventstore.Metadata{}, events[:3]...)
	if got, err := Disclose(codec, raw); err != nil || !slices.Equal(got, []Reveal{Hidden, Hidden, Hidden}) {
		t.Errorf("draft: %v %v", got, err)
	}
	for stream, want := range map[string]Reveal{accountPrefix + "a": Hidden, boardPrefix + "b": Hidden, "claim-x": Hidden, treeStream: HeaderOnly, ledgerPrefix + "l": DataOnly} {
		if got, err := Disclose(codec, []eventstore.Event{{Stream: stream, Data: []byte(`{}`)}}); err != nil || got[0] != want {
			t.Errorf("%s: %v %v", stream, got, err)
		}
	}
	// Bytes with something that is not told of stay closed.
	odd := raw[2]
	odd.Data = []byte(`{"version":1,"content":"","authority":{"agency":"","account":"","position":"","decision":"","from":""},"aside":"x"}`)
	if covers(publication.Approved{Version: 1}, odd.Data) {
		t.Error("a member that the type does not have is told of nowhere")
	}
}
