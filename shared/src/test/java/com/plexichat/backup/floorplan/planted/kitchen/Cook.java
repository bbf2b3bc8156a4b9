package com.plexichat.backup.floorplan.planted.kitchen;

import com.plexichat.backup.floorplan.planted.cellar.Wine;
import java.util.List;

/// Uses the cellar.
public record Cook(List<Wine[]> drinks) {}
