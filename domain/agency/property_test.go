package agency_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"minhbach/domain"
	"minhbach/domain/agency"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
)

// Whatever is commanded in whatever order, on every day there is one province,
// everybody below it has a living parent and no circle, whoever ended has a living
// heir, no two agencies answer to one host, and no former address is lost.
func TestRandomTrees(t *testing.T) {
	accepted, refused := 0, 0
	for seed := range uint64(150) {
		w := &world{r: rand.New(rand.NewPCG(seed, 3)), scenario: given(t)}
		w.facts = network()
		for _, f := range w.facts {
			w.Root.Apply(f)
		}
		w.ids = []string{"p", "so", "tt", "ks", "nm", "am", "lp"}
		for range 60 {
			w.step()
			if w.Err != nil {
				refused++
				continue
			}
			accepted++
			w.facts = append(w.facts, w.Events...)
			w.check(t, seed)
		}
		again := agency.New()
		for _, f := range w.facts {
			again.Apply(stored(t, f))
		}
		if !reflect.DeepEqual(again, w.Root) {
			t.Fatalf("seed %d: folding again gives another tree", seed)
		}
	}
	if accepted < 1500 || refused < 1500 {
		t.Errorf("%d accepted, %d refused: the test has lost its bite", accepted, refused)
	}
}

type world struct {
	*scenario
	r     *rand.Rand
	facts []domain.Event
	ids   []string
	hosts []string // once in use as a main name
}

func (w *world) pick() string { return w.ids[w.r.IntN(len(w.ids))] }

func (w *world) date() calendar.Date { return d("2019-05-02").AddDays(w.r.IntN(3000)) }

func (w *world) step() {
	template := soctrang
	if w.r.IntN(4) == 0 {
		template = cantho
	}
	id, other, third, on := w.pick(), w.pick(), w.pick(), w.date()
	host := []string{"a", "b", "kesach", "motcua", "nhonmy.kesach"}[w.r.IntN(5)] + ".soctrang.gov.vn"
	var c command
	switch w.r.IntN(12) {
	case 0, 1, 2:
		fresh := fmt.Sprintf("n%d", len(w.ids))
		levels := domainname.Levels()
		names := []string{"Nhơn Mỹ", "Kế Sách", "Long Phú", "Tân Thạnh", "Tân Thành"}
		reg := agency.Register{By: system, ID: fresh, Code: fresh, NameVi: "Xã " + names[w.r.IntN(5)], UnitType: "Xã",
			Level: levels[w.r.IntN(len(levels))], Parent: id, ValidFrom: on, Template: template}
		if reg.Level == domainname.Province {
			reg.Parent = ""
		}
		w.When(register(reg))
		if w.Err == nil {
			w.ids = append(w.ids, fresh)
		}
		return
	case 3:
		c = move(agency.Move{By: system, Agency: id, Parent: other, ValidFrom: on})
	case 4:
		c = merge(agency.Merge{By: system, Agencies: []string{id, other}, Into: third, ValidFrom: on})
	case 5:
		c = split(agency.SplitUp{By: system, Agency: id, Into: []string{other, third}, ValidFrom: on})
	case 6:
		c = abolish(agency.Abolish{By: system, Agency: id, Successor: other, ValidFrom: on})
	case 7:
		c = rename(agency.Rename{By: system, Agency: id, NameVi: "Xã Tân Thạnh", UnitType: "Xã", ValidFrom: on})
	case 8:
		c = alias(agency.AddAlias{By: system, Agency: id, FQDN: host})
	case 9:
		c = agree(agency.AgreeDomain{By: system, Agency: id, FQDN: host, Agreement: "1", AgreedOn: d("2024-01-01")})
	case 10:
		c = replace(agency.ReplaceDomain{By: system, Agency: id, FQDN: []string{"", host}[w.r.IntN(2)], Reason: "lý do"})
	default:
		recompose := agency.Recompose{By: system, Template: template, On: on, Reason: "lý do"}
		c = func(t *agency.Tree) ([]domain.Event, error) { return t.Recompose(recompose) }
	}
	w.When(c)
}

func (w *world) check(t *testing.T, seed uint64) {
	t.Helper()
	owner := map[string]string{}
	for _, id := range w.ids {
		a, ok := w.Root.ByID(id)
		if !ok {
			t.Fatalf("seed %d: %s vanished", seed, id)
		}
		names := append(append([]string{}, a.Domain.Aliases...), a.Domain.Former...)
		if a.Domain.State == domainname.Active {
			names = append(names, a.Domain.FQDN)
			w.hosts = append(w.hosts, a.Domain.FQDN)
		}
		for _, n := range names {
			if owner[n] != "" {
				t.Fatalf("seed %d: %s and %s answer to %s", seed, id, owner[n], n)
			}
			owner[n] = id
		}
	}
	for _, h := range w.hosts {
		if owner[h] == "" {
			t.Fatalf("seed %d: the address %s is lost", seed, h)
		}
	}
	for offset := 0; offset < 3200; offset += 211 {
		on := d("2019-05-02").AddDays(offset)
		view := w.Root.At(on)
		exist := 0
		for _, id := range w.ids {
			a, _ := w.Root.ByID(id)
			if on.Before(a.ValidFrom) {
				continue
			}
			if a.ValidTo.IsZero() || !on.After(a.ValidTo) {
				exist++
			}
			heir, ok := w.Root.Responsible(id, on)
			if _, lives := view.Agency(heir); !ok || !lives {
				t.Fatalf("seed %d: nobody answers for %s on %s", seed, id, on)
			}
		}
		roots := 0
		for _, a := range view.Agencies() {
			if a.Parent == "" {
				roots++
			}
		}
		if roots != 1 || exist != len(view.Agencies()) {
			t.Fatalf("seed %d: on %s %d provinces, %d of %d agencies hang together", seed, on, roots, len(view.Agencies()), exist)
		}
	}
}
