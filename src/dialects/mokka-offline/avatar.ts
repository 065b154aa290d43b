/** Where the picture of an agent without one is, as the document's example has it. */
export const avatarPath = "/avatars/original/missing.png";

/** Head and shoulders, 96 by 96. */
export const avatar = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAGAAAABgAQMAAADYVuV7AAAABlBMVEXk49yaoJ37eTVDAAAAoUlEQVR42u3RMQ7DIAwF0KAOGXOE" +
    "HCVHg6PlKDlCxgyIX1nI2F+FVsrQLvXEW2zzPU3/6tSWHQB7P4C9YQaOhgU4G1bgsmZA7iMCpQ/ATfUIgvRljNd584Xxtykdyo0S" +
    "pazpCnyfn5Rfh7amnw4vNwsOi8BCWAWXNbN2UVBcZ+0dKpKmJrXbGB1EWCpOm6lTCVtF/oBYUV4BuE1vICjSLTwBpn1IHhFlYU0A" +
    "AAAASUVORK5CYII=",
  "base64",
);
