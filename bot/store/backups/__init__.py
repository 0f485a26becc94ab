"""Backups: a consistent copy of all rows in one encrypted file, and the wrapped data keys in another.

    copied = await copying.back_up(store, ring, data_file, keys_file, now)  # all runs on
    checked = restoring.check(data_file, keys_file, ring)  # reads and proves all of both
    done = store.write_sync(lambda conn: restoring.restore(conn, checked, ring, forget, settle))

The files hold rows, not pages: a backup of either engine can be restored into either. Of the data as many
copies may be kept as one likes; of the keys the newest alone (C7). Neither holds the key file.
"""
