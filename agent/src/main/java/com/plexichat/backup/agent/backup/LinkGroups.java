package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.io.FileKind;
import com.plexichat.backup.agent.io.FileStat;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Numbers for inodes with several names.
///
/// The number follows from the inode's own, so that an unchanged folder gives the same entries in
/// every backup and nothing is remembered per file. Only inode numbers that do not fit, or a
/// hundred devices, take memory.
final class LinkGroups {
  private static final int DEVICE_SHIFT = 56;
  private static final long LARGEST_INODE = (1L << DEVICE_SHIFT) - 1;
  private static final int MOST_DEVICES = 126;
  private static final long OVERFLOW = (MOST_DEVICES + 1L) << DEVICE_SHIFT;

  private final Map<Long, Integer> devices = new LinkedHashMap<>();
  private final Map<Identity, Long> others = new HashMap<>();

  private record Identity(long device, long number) {}

  /// 0 for folders and for what has one name.
  long of(FileStat stat) {
    if (stat.kind() == FileKind.DIRECTORY || stat.inode().links() < 2) {
      return 0;
    }
    long device = stat.inode().device();
    long number = stat.inode().number();
    int known = devices.size();
    int ordinal =
        known < MOST_DEVICES
            ? devices.computeIfAbsent(device, _ -> known + 1)
            : devices.getOrDefault(device, 0);
    if (ordinal == 0 || number <= 0 || number > LARGEST_INODE) {
      long next = OVERFLOW + others.size() + 1;
      return others.computeIfAbsent(new Identity(device, number), _ -> next);
    }
    return ((long) ordinal << DEVICE_SHIFT) | number;
  }
}
