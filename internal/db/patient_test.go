package db_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

// A long work of many transactions holds up nobody for longer than one of them, and is not held up for ever.
func TestPatientTransactionsAndOthersTakeTurns(t *testing.T) {
	d := dbtest.SQLite(t)
	begun, release := make(chan struct{}), make(chan struct{})
	var order []string // written by the writer alone
	var group sync.WaitGroup
	run := func(handle *db.DB, name string) {
		group.Go(func() {
			if err := handle.Do(t.Context(), func(*db.DB) error {
				order = append(order, name)
				return nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Go(func() {
		if err := d.Patient().Do(t.Context(), func(*db.DB) error {
			close(begun)
			<-release
			return nil
		}); err != nil {
			t.Error(err)
		}
	})
	<-begun
	run(d.Patient(), "patient")
	run(d.Patient(), "patient")
	dbtest.Soon(t, "two wait patiently", func() bool { _, patient := d.Waiting(); return patient == 2 })
	run(d, "a save")
	dbtest.Soon(t, "a save waits", func() bool { operations, _ := d.Waiting(); return operations == 1 })
	close(release)
	group.Wait()
	if want := []string{"a save", "patient", "patient"}; !slices.Equal(order, want) {
		t.Errorf("written in the order %v", order)
	}
}

func TestAPatientHandleJoinsATransactionUnderWay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Do(t.Context(), func(tx *db.DB) error {
			return tx.Patient().Do(t.Context(), func(inner *db.DB) error {
				if !inner.InTx() {
					t.Error("it began one of its own")
				}
				return nil
			})
		}); err != nil {
			t.Error(err)
		}
	})
}
