@NullMarked
package com.acme.scoring;

import org.jspecify.annotations.NullMarked;
