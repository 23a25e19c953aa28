package demo

import (
	"context"
	"fmt"

	"minhbach/internal/app"
)

// domains settles what the algorithm of Điều 5 leaves open: one conflict ends with
// an agreed name, a centre moves to a shorter name and keeps the old one as a
// redirect, and it gets an alias.
func (s *seeding) domains(ctx context.Context) error {
	at, err := s.days.at("-52", "09:00")
	if err != nil {
		return err
	}
	s.clock.reach(at)
	admin, err := s.caller("quantri")
	if err != nil {
		return err
	}
	do := s.n.App.Commands
	commune, centre := s.agencies["31597"], s.agencies["S94-TTTT-CNTT"]
	for _, step := range []func() (app.Receipt, error){
		func() (app.Receipt, error) {
			return do.AgreeDomain(ctx, admin, app.AgreeDomain{
				Agency: commune, FQDN: "xamytu.mytu.soctrang.gov.vn", Agreement: "598/STTTT-CNTT", AgreedOn: s.days.day(-53),
			})
		},
		func() (app.Receipt, error) {
			return do.AgreeDomain(ctx, admin, app.AgreeDomain{
				Agency: centre, FQDN: "trungtamcentttt.sotttt.soctrang.gov.vn", Agreement: "599/STTTT-CNTT", AgreedOn: s.days.day(-53),
			})
		},
		func() (app.Receipt, error) {
			return do.ReplaceDomain(ctx, admin, app.ReplaceDomain{
				Agency: centre, FQDN: "trungtamcentttt.sotttt.soctrang.gov.vn", Reason: "Tên viết tắt ngắn hơn, đã được Sở Thông tin và Truyền thông thống nhất",
			})
		},
		func() (app.Receipt, error) {
			return do.AddAlias(ctx, admin, app.AddAlias{Agency: centre, FQDN: "ict.sotttt.soctrang.gov.vn"})
		},
	} {
		if _, err := step(); err != nil {
			return fmt.Errorf("domain names: %w", err)
		}
	}
	return nil
}
