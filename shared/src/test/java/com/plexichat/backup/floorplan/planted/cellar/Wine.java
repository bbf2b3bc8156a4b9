package com.plexichat.backup.floorplan.planted.cellar;

import com.plexichat.backup.floorplan.planted.kitchen.Cook;

/// Uses the kitchen, which uses the cellar.
public record Wine(Cook tastedBy) {}
